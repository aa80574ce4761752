-- The lines as they stand are their first versions; sections are cut from them.
SELECT sites_first_line_versions()
