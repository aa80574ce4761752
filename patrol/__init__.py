"""The field work (campaigns, assignments, reports, evidence, cases) and the project package."""
