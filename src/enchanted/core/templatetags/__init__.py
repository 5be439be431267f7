"""What templates of every feature may use."""
