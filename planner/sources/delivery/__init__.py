"""Layers that an office delivers: read whatever their form, without trusting them."""
