-- Keys of addresses have their internationalized domain as people read it, so that both of its forms are one address. Earlier releases kept the
-- domain as it was given: `petra@xn--mller-kva.example` becomes `petra@müller.example`. Where somebody else has that address, the key stays; such a
-- user signs in by the username.

-- RFC 3492. A label that is not valid, or would be read as another, is returned as it is.
create function pg_temp.readable_label(label text) returns text language plpgsql as $$
declare
  encoded text := substr(label, 5);
  behind integer := position('-' in reverse(encoded));
  decoded text := case when behind = 0 then '' else left(encoded, length(encoded) - behind) end;
  at integer := case when behind = 0 then 1 else length(decoded) + 2 end;
  n bigint := 128;
  i bigint := 0;
  bias bigint := 72;
  before bigint;
  weight bigint;
  k bigint;
  code integer;
  digit integer;
  threshold bigint;
  delta bigint;
begin
  if label not like 'xn--%' then
    return label;
  end if;
  while at <= length(encoded) loop
    before := i;
    weight := 1;
    k := 36;
    loop
      code := ascii(substr(encoded, at, 1));
      at := at + 1;
      digit := case when code between 97 and 122 then code - 97 when code between 48 and 57 then code - 22 end;
      if digit is null then
        return label;
      end if;
      i := i + digit * weight;
      threshold := greatest(1, least(26, k - bias));
      exit when digit < threshold;
      weight := weight * (36 - threshold);
      k := k + 36;
    end loop;
    delta := (i - before) / case when before = 0 then 700 else 2 end;
    delta := delta + delta / (length(decoded) + 1);
    k := 0;
    while delta > 455 loop
      delta := delta / 35;
      k := k + 36;
    end loop;
    bias := k + 36 * delta / (delta + 38);
    n := n + i / (length(decoded) + 1);
    i := i % (length(decoded) + 1);
    decoded := left(decoded, i::integer) || chr(n::integer) || substr(decoded, i::integer + 1);
    i := i + 1;
  end loop;
  return case when decoded ~ '^[a-z0-9\u00a1-\U0010ffff-]+$' and decoded = normalize(lower(decoded), nfkc) then decoded else label end;
exception when data_exception or program_limit_exceeded then
  return label;
end $$;

create function pg_temp.readable_key(key text) returns text language sql as $$
  select case when key ~ '@[^@]*xn--[^@]*$'
    then regexp_replace(key, '[^@]*$', '') || (select string_agg(pg_temp.readable_label(label), '.' order by n)
      from regexp_split_to_table(regexp_replace(key, '^.*@', ''), '\.') with ordinality as l (label, n))
    else key end
$$;

-- The address itself does not change, so it stays proved.
alter table users disable trigger keep_proved_address;
update users u set username_key = k.username_key, email_key = k.email_key, proved_email_key = pg_temp.readable_key(u.proved_email_key)
  from (select id, pg_temp.readable_key(username_key) as username_key, pg_temp.readable_key(email_key) as email_key from users
    where username_key like '%@%xn--%' or email_key like '%@%xn--%') k
  where k.id = u.id and (k.username_key, k.email_key) is distinct from (u.username_key, u.email_key)
    and not exists (select from login_names n where n.name_key in (k.username_key, k.email_key) and n.user_id <> u.id);
alter table users enable trigger keep_proved_address;

update links set email_key = pg_temp.readable_key(email_key) where email_key like '%@%xn--%';
update invitations set email_key = pg_temp.readable_key(email_key) where email_key like '%@%xn--%';
