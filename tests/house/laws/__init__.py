"""What a linter cannot see, as small checkers that can be fed with sound and unsound sources alike."""
