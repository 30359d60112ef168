"""Machine-learning services for Tenon.

Tenon opens a loopback socket, starts this program with it, and is its only client.
The program never starts a conversation, downloads nothing, and holds nothing that
a restart loses.
"""

__version__ = "0.1.0"
