-- Secrets leave the history of settings, and the audit log is filtered.

-- The address of alerts holds a secret in its path. The history keeps only its host, as the audit log does.
update setting_changes set
  from_value = case when from_value #>> '{}' <> ''
    then to_jsonb(coalesce(substring(from_value #>> '{}' from '^https?://[^/?#@]+(?=[/?#]|$)'), '…')) else from_value end,
  to_value = case when to_value #>> '{}' <> ''
    then to_jsonb(coalesce(substring(to_value #>> '{}' from '^https?://[^/?#@]+(?=[/?#]|$)'), '…')) else to_value end
where name = 'alertUrl';

-- Who made changes, and what each of them did.
create index audit_by_actor on audit (connection_id, actor_kind, actor, id desc);
create index audit_by_action on audit (connection_id, action, id desc);
