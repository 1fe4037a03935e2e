"""The office: what admins see of the money, and what they do where the shop cannot go on by itself."""
