-- Comments on the columns of ml.features_review_risk; its table stands in features_review_risk.sql.
comment on column ml.features_review_risk.day is 'Local date on which the survey went out.';
comment on column ml.features_review_risk.order_id is 'The order.';
comment on column ml.features_review_risk.feature_version is 'Version of the feature definitions.';
comment on column ml.features_review_risk.asked_at is 'When the survey went out.';
comment on column ml.features_review_risk.is_delivered is
'1 when the order was delivered by the evening, else 0.';
comment on column ml.features_review_risk.is_handed_over is
'1 when it was handed over to the carrier by the evening, else 0.';
comment on column ml.features_review_risk.delay_days is
'Days from the promise to the delivery, negative when early; null until delivered.';
comment on column ml.features_review_risk.door_days is
'Days from the order to the delivery; null until delivered.';
comment on column ml.features_review_risk.promised_total_days is
'Days from the order to the promise.';
comment on column ml.features_review_risk.past_promise_days is
'Days from the promise to the evening, negative while it is ahead.';
comment on column ml.features_review_risk.open_past_promise_days is
'Days beyond the promise of an order not delivered; null when delivered.';
comment on column ml.features_review_risk.days_since_delivery is
'Days from the delivery to the evening.';
comment on column ml.features_review_risk.order_age_days is 'Days from the order to the evening.';
comment on column ml.features_review_risk.transit_days is 'Days from the handover to the delivery.';
comment on column ml.features_review_risk.handover_days is 'Days from the order to the handover.';
comment on column ml.features_review_risk.handover_delay_days is
'Days from the seller''s deadline to the handover.';
comment on column ml.features_review_risk.share_of_promise_used is
'Days to the door over days promised; null until delivered.';
comment on column ml.features_review_risk.items_count is 'Units in the order.';
comment on column ml.features_review_risk.products_count is 'Distinct products of its lines.';
comment on column ml.features_review_risk.items_per_product is 'Units over distinct products.';
comment on column ml.features_review_risk.sellers_count is 'Distinct sellers of its lines.';
comment on column ml.features_review_risk.price_amount is
'Items without freight; the order''s stated total where it has none.';
comment on column ml.features_review_risk.freight_amount is 'Freight of the lines.';
comment on column ml.features_review_risk.freight_share is 'freight_amount / price_amount.';
comment on column ml.features_review_risk.weight_kg is 'Weight of all units, kilograms.';
comment on column ml.features_review_risk.product_category is 'Category of its dearest line.';
comment on column ml.features_review_risk.payment_method is
'Method of the order or of its largest payment.';
comment on column ml.features_review_risk.payment_methods_count is
'Distinct methods that it was paid with.';
comment on column ml.features_review_risk.installments_count is 'Most instalments of a payment.';
comment on column ml.features_review_risk.area is 'Area of the address.';
comment on column ml.features_review_risk.seller_area is 'Area of the seller of the dearest line.';
comment on column ml.features_review_risk.distance_km is
'Great circle from seller to address, kilometres.';
comment on column ml.features_review_risk.seller_bad_share_365d is
'Share of up to 2 stars among the seller''s reviews answered in 365 days, shrunk.';
comment on column ml.features_review_risk.seller_bad_share_90d is 'The same, of 90 days.';
comment on column ml.features_review_risk.seller_reviews_count is
'The seller''s reviews answered in 365 days.';
comment on column ml.features_review_risk.product_bad_share_365d is
'Share of up to 2 stars among the product''s reviews answered in 365 days, shrunk.';
comment on column ml.features_review_risk.product_reviews_count is
'The product''s reviews answered in 365 days.';
comment on column ml.features_review_risk.category_bad_share_365d is
'Share of up to 2 stars in the category, 365 days, shrunk.';
comment on column ml.features_review_risk.area_bad_share_90d is
'Share of up to 2 stars in the area, 90 days, shrunk.';
comment on column ml.features_review_risk.network_bad_share_90d is
'Share of up to 2 stars of all reviews answered in 90 days.';
