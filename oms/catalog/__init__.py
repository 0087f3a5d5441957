"""What is sold: products, their countable variants (SKUs), barcodes and pictures."""
