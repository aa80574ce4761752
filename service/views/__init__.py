"""The pages of service: for everybody, for who takes part, and for who organises."""
