"""Service: activities, their shifts, who comes, and who should be asked."""
