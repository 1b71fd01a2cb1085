-- The tickets of a customer as Gorgias last listed them, so that an insight card need not ask again.
create table customer_tickets (
  connection_id text not null references connections (id) on delete cascade,
  customer_id bigint not null,
  read_at timestamptz not null,
  tickets jsonb not null,
  primary key (connection_id, customer_id)
);
