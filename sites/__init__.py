"""The register of heritage sites, and who may see where a site is."""
