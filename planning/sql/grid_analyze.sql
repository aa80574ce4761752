-- Fresh statistics for the planner of queries.
ANALYZE planning_statuscell
