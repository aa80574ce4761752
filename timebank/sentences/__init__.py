"""Words the time bank says outside its pages."""
