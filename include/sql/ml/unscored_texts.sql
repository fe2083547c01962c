-- ml/unscored_texts: the review texts of the window that a version has not scored before the day.
-- Reads the temporary table review_texts and ml.review_sentiments. A text that was changed counts.
select
    review_texts.day,
    review_texts.review_id,
    review_texts.order_id,
    review_texts.stars,
    review_texts.review_words,
    md5(review_texts.review_words) as text_hash
from review_texts
where
    not exists (
        select 1
        from ml.review_sentiments
        where
            review_sentiments.review_id = review_texts.review_id
            and review_sentiments.order_id = review_texts.order_id
            and review_sentiments.model = %(model)s
            and review_sentiments.version = %(version)s
            and review_sentiments.text_hash = md5(review_texts.review_words)
            and review_sentiments.day < %(day)s::date
    )
order by review_texts.day, review_texts.review_id, review_texts.order_id
