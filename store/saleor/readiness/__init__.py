"""Whether a Saleor server can serve this shop: one question after another, each with what to do about a bad answer."""
