-- ops.touched_keys: keys of silver that changed and that gold has not picked up yet.
-- Written by silver in its transaction, deleted by gold in its own.

create table if not exists ops.touched_keys (
    table_name text not null,
    key jsonb not null,
    touched_day date not null,
    primary key (table_name, key)
);

comment on table ops.touched_keys is
'Silver keys that gold has yet to recompute. Grain: silver table and key.';
comment on column ops.touched_keys.table_name is 'Canonical table, such as orders.';
comment on column ops.touched_keys.key is
'Key columns and values, such as {"order_id": "a", "line_number": 1}.';
comment on column ops.touched_keys.touched_day is 'Latest business day that touched the key.';
