"""What is counted, what was kept, and the rows behind."""
