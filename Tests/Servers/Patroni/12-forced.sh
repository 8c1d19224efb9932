# --force-managed: TLS is on until Patroni writes its files again; then status says that it is not
member 'host all all 0.0.0.0/0 md5'
start_patroni
before=$(written; secrets)
expect 0 postgres-ssl install --force-managed --password-file /root/password
encrypted
expect 0 postgres-ssl status
sed -i 's/shared_buffers: 16MB/&\n    work_mem: 5MB/' $member
reload_patroni
same "Patroni's parameter" 5MB "$(query 'SHOW work_mem')"
if [ "$(verified)" = in ] && [ "$(plain)" != in ]; then
    expect 0 postgres-ssl status
else
    expect 2 postgres-ssl status
fi
expect 0 postgres-ssl uninstall --force-managed
same "the keys" '' "$(find /var/lib/jelastic 2>/dev/null)"
