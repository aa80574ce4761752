"""How the project is installed, started, checked and stopped; each file is one command or one part of it."""
