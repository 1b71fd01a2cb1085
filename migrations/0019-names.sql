-- Columns and tables take the names that the code and the guides use. Part of the major step of 0017-work-items.sql.
alter table writes rename column round to generation;
alter table writes rename column settled_at to completed_at;
alter table activity rename column held_since to deferred_since;
alter table activity rename column held_lane to deferred_priority;
alter index activity_held rename to activity_deferred;
alter table alerts rename column told_at to reported_at;
alter table phone_index rename column caller to phone_key;
alter table agent_mappings rename column desk_user_id to help_desk_user_id;
alter table sessions rename column desk_user_id to help_desk_user_id;
alter table desk_users rename to help_desk_users;
alter table desk_tags rename to help_desk_tags;
alter table oauth_rounds rename to oauth_flows;
alter table care rename to maintenance;
alter table budgets rename to rate_limits;
alter table budget_minutes rename to rate_limit_minutes;
alter table rate_limit_minutes rename column lane to priority;
