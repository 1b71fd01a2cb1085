-- What Overview and Reports ask for.

-- The time zone of the business hours in Gorgias, and when it was read.
alter table connections add column desk_time_zone text;
alter table connections add column desk_time_zone_read_at timestamptz;

-- Whether a missed call was followed by an outbound one: one step for each.
create index activity_outbound on activity (connection_id, caller, started_at) where kind = 'call' and direction = 'outbound';
