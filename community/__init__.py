"""What people say to each other, what is kept in order there, and what keeps them coming: posts, letters, alerts, care."""
