"""What if: scenarios applied to a city, measured, and put side by side."""
