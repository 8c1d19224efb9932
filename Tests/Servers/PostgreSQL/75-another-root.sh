# status where no client can verify: clients are given another root
spoil() {
    mkdir company
    authority company
    rm "$keys/client/root.crt"
    cp company/root.crt "$keys/client/root.crt"
}
unverified spoil
