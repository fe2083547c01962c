-- tokopedia reviews: one row per review. Reads bronze.product_reviews_typed.
-- No order and no time is told. HTML entities of the text are read as the signs they are.
select
    review_id,
    '' as order_id,
    _day,
    _file,
    _row,
    product_id,
    rating as stars,
    replace(
        replace(
            replace(replace(replace(review_text, '&#34;', '"'), '&#39;', ''''), '&lt;', '<'),
            '&gt;', '>'
        ),
        '&amp;', '&'
    ) as review_text
from bronze.product_reviews_typed
