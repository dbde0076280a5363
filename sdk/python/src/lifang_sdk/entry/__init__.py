"""From a plugin to what its component exports."""
