"""What only a real Saleor server can prove; skipped without SALEOR_API_URL and SALEOR_APP_TOKEN."""
