-- The places have served; a second run within one transaction makes its own.
DROP TABLE scale_site
