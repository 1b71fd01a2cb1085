-- All numbers of one subscriber are kept under one of them, as src/domain/phone/variants.ts names it. What was kept under
-- another one is found under that one as well: customers by a copy, calls and conversations by their caller.

insert into phone_index (connection_id, caller, customer_id, name, email, learned_at)
select distinct on (connection_id, canonical) connection_id, canonical, customer_id, name, email, learned_at
from (
  select *, regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(caller,
    '^[+]521(\d{10})$', '+52\1'),
    '^[+]549(\d{10})$', '+54\1'),
    '^[+]55(\d{2})([6-9]\d{7})$', '+55\19\2'),
    '^[+]33((26[239]|639|69[23])\d{6})$', '+262\1'),
    '^[+]33((590|69[01])\d{6})$', '+590\1'),
    '^[+]33([56]94\d{6})$', '+594\1'),
    '^[+]33((596|69[67])\d{6})$', '+596\1'),
    '^[+]33508(\d{6})$', '+508\1'),
    '^[+]390549(\d{6})$', '+3780549\1'),
    '^[+]378([89]\d{5})$', '+3780549\1') as canonical from phone_index where customer_id is not null and caller ~ '^[+](521|549|55|33|390549|378)'
) known
where canonical <> caller
order by connection_id, canonical, learned_at desc nulls last
on conflict (connection_id, caller) do nothing;

update subjects set caller = regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(caller,
    '^[+]521(\d{10})$', '+52\1'),
    '^[+]549(\d{10})$', '+54\1'),
    '^[+]55(\d{2})([6-9]\d{7})$', '+55\19\2'),
    '^[+]33((26[239]|639|69[23])\d{6})$', '+262\1'),
    '^[+]33((590|69[01])\d{6})$', '+590\1'),
    '^[+]33([56]94\d{6})$', '+594\1'),
    '^[+]33((596|69[67])\d{6})$', '+596\1'),
    '^[+]33508(\d{6})$', '+508\1'),
    '^[+]390549(\d{6})$', '+3780549\1'),
    '^[+]378([89]\d{5})$', '+3780549\1')
where caller ~ '^[+](521|549|55|33|390549|378)' and caller <> regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(caller,
    '^[+]521(\d{10})$', '+52\1'),
    '^[+]549(\d{10})$', '+54\1'),
    '^[+]55(\d{2})([6-9]\d{7})$', '+55\19\2'),
    '^[+]33((26[239]|639|69[23])\d{6})$', '+262\1'),
    '^[+]33((590|69[01])\d{6})$', '+590\1'),
    '^[+]33([56]94\d{6})$', '+594\1'),
    '^[+]33((596|69[67])\d{6})$', '+596\1'),
    '^[+]33508(\d{6})$', '+508\1'),
    '^[+]390549(\d{6})$', '+3780549\1'),
    '^[+]378([89]\d{5})$', '+3780549\1');
