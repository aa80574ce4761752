"""How input is checked and answers are written."""
