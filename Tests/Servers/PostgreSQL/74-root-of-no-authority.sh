# status where no client can verify: a root.crt that is not an authority's
spoil() {
    printf '%s\n' '[req]' 'distinguished_name = name' 'x509_extensions = own' '[name]' \
        '[own]' 'basicConstraints = critical,CA:FALSE' >settings
    local subject
    subject=$(openssl x509 -in "$keys/server/root.crt" -noout -subject -nameopt sep_multiline,lname | tail -n +2)
    openssl req -x509 -key "$keys/server/root.key" -days 900 -config settings -out "$keys/server/root.crt" \
        -subj "/$(sed 's/^ *//' <<<"$subject" | paste -s -d /)"
}
unverified spoil
