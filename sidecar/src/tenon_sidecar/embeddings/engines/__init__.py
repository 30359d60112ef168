"""The embedding engines behind one interface."""
