-- Lets readers in and other refreshes wait.
LOCK TABLE planning_statuscell IN SHARE ROW EXCLUSIVE MODE
