"""The desk: the order queue and the order page. It reads everything and owns no verb of the business."""
