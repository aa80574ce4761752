"""What is done about activities: published, applied for, attended, confirmed, evaluated; and who is asked to come."""
