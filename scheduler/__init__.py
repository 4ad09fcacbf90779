"""What happens by itself: the clock, delivery, invitations, reminders, closing, upkeep."""
