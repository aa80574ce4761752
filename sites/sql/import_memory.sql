-- What stands twice among a million rows is found in memory, or by files sorted on disk at thrice the time.
SET LOCAL work_mem = '64MB'
