"""What a planner does, in a real browser."""
