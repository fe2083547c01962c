-- tokopedia products: one row per review of a product; silver keeps the day's last.
-- Reads bronze.product_reviews_typed. HTML entities of the name are read as the signs they are.
select
    product_id,
    _day,
    _file,
    _row,
    category,
    shop_id as seller_id,
    sold as sold_count,
    replace(
        replace(
            replace(replace(replace(product_name, '&#40;', '('), '&#41;', ')'), '&#34;', '"'),
            '&#39;', ''''
        ),
        '&amp;', '&'
    ) as product_name
from bronze.product_reviews_typed
