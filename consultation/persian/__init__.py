"""Persian as people write it: letters, digits, numbers and dates. Here Persian words are data, not translations."""
