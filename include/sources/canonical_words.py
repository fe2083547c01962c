"""Words by which files and their columns usually name what silver names in its own way."""

# The first that all stand in a file's name wins, so the narrower name comes first.
TABLE_WORDS: dict[str, str] = {
    "order_items": "order item|order line|order detail|order position|line|item|position|basket",
    "reviews": "review|feedback|rating",
    "payments": "payment",
    "deliveries": "delivery|deliverie|shipment|trip|tour",
    "marketing_spend": "marketing|campaign|ad",
    "inventory_movements": "inventory|stock|warehouse",
    "customers": "customer|client|account|buyer",
    "products": "product|article|sku|catalogue|catalog",
    "partners": "courier|driver|rider|partner",
    "sellers": "seller|store|shop|branch|branche|vendor",
    "places": "place|geolocation|postcode|zip",
    "orders": "order|sale|purchase|invoice|booking",
}

# Canonical column: spellings, the likeliest first. `id`, `no`, `name` and `status` alone mean the
# file's own subject.
COLUMN_WORDS: dict[str, str] = {
    "order_id": "order_id order_no order_number order_nr order_ref order_code order_"
    " order invoice_no",
    "customer_id": "customer_id customer_no customer_number customer client_id client"
    " user_id buyer_id",
    "product_id": "product_id product_no sku article_no article_id item_id product_code article",
    "seller_id": "seller_id store_id shop_id branch_id vendor_id seller store shop branch",
    "partner_id": "partner_id courier_id driver_id rider_id delivery_partner_id courier"
    " driver rider",
    "review_id": "review_id feedback_id review_no rating_id",
    "campaign_id": "campaign_id campaign_no campaign",
    "line_number": "line_number line line_no line_nr position pos item_no order_item_id"
    " item_number",
    "payment_number": "payment_number payment_sequential payment_no payment",
    "status": "order_status status state delivery_status",
    "ordered_at": "ordered_at ordered order_date order_time order_datetime ordered_on created_at"
    " created purchased_at placed_at date",
    "promised_from_at": "promised_from_at promised_from slot_from window_from deliver_from",
    "promised_at": "promised_at promised promised_time promised_for"
    " promised_delivery_time due_at due"
    " slot_to promised_until promised_by deliver_by delivery_due wanted_by expected_at eta",
    "approved_at": "approved_at approved confirmed_at confirmed",
    "handed_over_at": "handed_over_at handed_over picked_up_at picked_up pickup_time left_shop_at",
    "delivered_at": "delivered_at delivered delivered_on delivery_time actual_time"
    " actual_delivery_time delivered_time arrived_at arrived",
    "distance_km": "distance_km distance km kilometres kilometers",
    "delay_reason": "delay_reason reason late_reason reasons_if_delayed",
    "quantity": "quantity qty pieces count units number_of_pieces stems",
    "unit_price_amount": "unit_price price_each price_per_piece unit_price_amount price",
    "freight_amount": "freight delivery_fee shipping_fee freight_value shipping fee",
    "order_amount": "order_total total order_amount total_amount amount sum",
    "paid_amount": "paid_amount amount paid payment_value",
    "payment_method": "payment_method payment_type method paid_by payment",
    "postal_code": "postal_code postcode zip_code zip pincode plz",
    "city": "city town",
    "area": "area district region quarter state zone",
    "address": "address street",
    "email": "email e_mail mail",
    "phone": "phone mobile telephone phone_number",
    "segment": "segment customer_segment",
    "registered_date": "registered_date registration_date registered_on registered joined",
    "hired_date": "hired_date hired_on hired start_date",
    "vehicle": "vehicle transport",
    "customer_name": "customer_name",
    "product_name": "product_name title",
    "seller_name": "seller_name store_name shop_name",
    "partner_name": "partner_name courier_name driver_name",
    "campaign_name": "campaign_name",
    "category": "category product_category group feedback_category",
    "brand": "brand maker",
    "price_amount": "price list_price price_amount mrp",
    "weight_grams": "weight_grams weight_g weight",
    "shelf_life_days": "shelf_life_days",
    "stars": "stars rating score review_score",
    "review_title": "title review_title",
    "review_text": "text comment feedback_text review_text message",
    "reviewed_at": "reviewed_at written_at feedback_date review_date review_creation_date date",
    "answered_at": "answered_at answered",
    "spend_date": "spend_date date day",
    "channel": "channel medium",
    "audience": "audience target_audience target",
    "impressions_count": "impressions views",
    "clicks_count": "clicks",
    "conversions_count": "conversions",
    "spend_amount": "spend_amount spend cost costs",
    "attributed_revenue_amount": "revenue_generated revenue",
    "stated_roas": "roas",
    "movement_date": "movement_date date day",
    "received_quantity": "received_quantity received stock_received",
    "damaged_quantity": "damaged_quantity damaged damaged_stock",
    "latitude": "latitude lat geolocation_lat",
    "longitude": "longitude lng lon long geolocation_lng",
}

# What stands for the subject itself: `id` in customers.csv is a customer_id, `name` a customer_name
SUBJECT_WORDS: dict[str, dict[str, str]] = {
    table: {f"{word}_id": "id no number nr code", f"{word}_name": "name"}
    for table, word in {
        "orders": "order",
        "customers": "customer",
        "products": "product",
        "partners": "partner",
        "sellers": "seller",
        "reviews": "review",
        "marketing_spend": "campaign",
    }.items()
}
