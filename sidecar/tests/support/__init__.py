"""What several tests need: raw HTTP, a real process, engines that obey the test."""
