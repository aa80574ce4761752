"""How the input of the planners' pages is checked."""
