"""The scripts that install, start, check and stop the project."""
