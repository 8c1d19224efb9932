/// A certificate and a request that OpenSSL 3.0 made, with every extension that this module knows and two that it
/// does not: `openssl req -x509 -utf8 -newkey ec`, and `openssl req -new` with the same key.
enum Fixtures {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIE+jCCBKCgAwIBAgIUevt7LIug6kp9Ly/sNNSks3DYzkAwCgYIKoZIzj0EAwIw
        gaAxCzAJBgNVBAYTAkNIMRUwEwYDVQQIDAxTY2hhZmZoYXVzZW4xFTATBgNVBAcM
        DFNjaGFmZmhhdXNlbjEZMBcGA1UECgwQQsO8Y2hlciAmIFPDtmhuZTESMBAGA1UE
        CwwJRGF0ZW5iYW5rMRQwEgYDVQQDDAtkYjEuZXhhbXBsZTEeMBwGCSqGSIb3DQEJ
        ARYPZGJhQGV4YW1wbGUuY29tMB4XDTI2MTEyMTE5MTgwMVoXDTM2MTExODE5MTgw
        MVowgaAxCzAJBgNVBAYTAkNIMRUwEwYDVQQIDAxTY2hhZmZoYXVzZW4xFTATBgNV
        BAcMDFNjaGFmZmhhdXNlbjEZMBcGA1UECgwQQsO8Y2hlciAmIFPDtmhuZTESMBAG
        A1UECwwJRGF0ZW5iYW5rMRQwEgYDVQQDDAtkYjEuZXhhbXBsZTEeMBwGCSqGSIb3
        DQEJARYPZGJhQGV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        bgAzEkJpMVU2elSPgqRzRTm5CLA+/fGqtP4Xq5JxWfie7NFlA28ZIUnh5jG7CGXe
        miHkErZm1EvkdF8VkyFCdKOCArQwggKwMBIGA1UdEwEB/wQIMAYBAf8CAQMwDgYD
        VR0PAQH/BAQDAgGGMB0GA1UdJQQWMBQGCCsGAQUFBwMBBggrBgEFBQcDAjAdBgNV
        HQ4EFgQUzimNWKx87dVZl52m1kSRlZWRItMwgcoGA1UdIwSBwjCBv6GBpqSBozCB
        oDELMAkGA1UEBhMCQ0gxFTATBgNVBAgMDFNjaGFmZmhhdXNlbjEVMBMGA1UEBwwM
        U2NoYWZmaGF1c2VuMRkwFwYDVQQKDBBCw7xjaGVyICYgU8O2aG5lMRIwEAYDVQQL
        DAlEYXRlbmJhbmsxFDASBgNVBAMMC2RiMS5leGFtcGxlMR4wHAYJKoZIhvcNAQkB
        Fg9kYmFAZXhhbXBsZS5jb22CFHr7eyyLoOpKfS8v7DTUpLNw2M5AMIGUBgNVHREB
        Af8EgYkwgYaCC2RiMS5leGFtcGxlggkqLmV4YW1wbGWHBMAAAgGHECABDbgAAAAA
        AAAAAAAAAAGBD2RiYUBleGFtcGxlLmNvbYYTaHR0cDovL2V4YW1wbGUuY29tL6Qd
        MBsxCzAJBgNVBAYTAkNIMQwwCgYDVQQDDANkaXKIAyoDBKAKBgMqAwWgAwwBeDBu
        BgNVHR8EZzBlMEOgHKAahhhodHRwOi8vZXhhbXBsZS5jb20vMS5jcmyBAgVgoh+k
        HTAbMQswCQYDVQQGEwJDSDEMMAoGA1UEAwwDZGlyMB6gHKAahhhodHRwOi8vZXhh
        bXBsZS5jb20vMi5jcmwwVwYIKwYBBQUHAQEESzBJMCAGCCsGAQUFBzABhhRodHRw
        Oi8vb2NzcC5leGFtcGxlLzAlBggrBgEFBQcwAoYZaHR0cDovL2V4YW1wbGUuY29t
        L2NhLmNydDANBgQqAwQFAQH/BAIFADAQBgNVHSAECTAHMAUGAyoDBDAKBggqhkjO
        PQQDAgNIADBFAiEA1pBymRYgWgREnFEPhhbWWh9xoexzpkrCO9tRJRKtDpYCIDyE
        EDBz2Cgji5QsqnrCk6oS1/kTwV6woCwoLYHVsRd+
        -----END CERTIFICATE-----
        """

    static let request = """
        -----BEGIN CERTIFICATE REQUEST-----
        MIIBqjCCAVACAQAwgaAxCzAJBgNVBAYTAkNIMRUwEwYDVQQIDAxTY2hhZmZoYXVz
        ZW4xFTATBgNVBAcMDFNjaGFmZmhhdXNlbjEZMBcGA1UECgwQQsO8Y2hlciAmIFPD
        tmhuZTESMBAGA1UECwwJRGF0ZW5iYW5rMRQwEgYDVQQDDAtkYjEuZXhhbXBsZTEe
        MBwGCSqGSIb3DQEJARYPZGJhQGV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZI
        zj0DAQcDQgAEbgAzEkJpMVU2elSPgqRzRTm5CLA+/fGqtP4Xq5JxWfie7NFlA28Z
        IUnh5jG7CGXemiHkErZm1EvkdF8VkyFCdKBNMEsGCSqGSIb3DQEJDjE+MDwwDAYD
        VR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCBaAwHAYDVR0RBBUwE4ILZGIxLmV4YW1w
        bGWHBMAAAgEwCgYIKoZIzj0EAwIDSAAwRQIhALS3l24z6szF7dPVXb8bmU+4ZjfL
        mTMbx9ILr2oVO2rZAiBE2KWg1lbGvjAQm7tC75MzDC2ugfwU/CrKiR621NB8Pg==
        -----END CERTIFICATE REQUEST-----
        """

    /// `openssl genrsa 2048`, for these tests alone
    static let issuerKey = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC1BDQdthHrI9be
        pNY0dTaKA+gu+NG4xmIpXZh97nreHupB8VYUadJ0rTHTUjjuXzniFhN2qghVQSeN
        vyLliopu+z9E4rCL/vpE0AV6GggbqDWIO7dIDaLww4ksX6VhZj044oE3+dOhnZqS
        ZY5eGFrLcxlEj9YzySKO618DpXJH+8pDEkg5KRarGarWycc3mZHfsQDtYLHEyU2l
        lSSC6TFcHH190PnMDKp3jH4FB2jarDy1nr+Ol6M97krdjQorg3z27+WEcYhdLEAA
        +FRCWZZC5ZZKskYMoCFQmsccAeACCKNyHiyiJVIcxxAZCNVOCYUnp3p//C5NfcSJ
        B7DX1VebAgMBAAECggEAOo3XC+ta5Xys401f6w0lbMSxxQwAzywBEc9wZgAQJ6zJ
        azZVeXn3tX1W2jxFJTqRf0RT3HVJB8bxNAVplOXZPOgyAabwpACBVWQS+XnVOJkT
        Y/OpKHocxJQD2eJAnX6UfEOst/4syqEwIH4QbPik2h3rxQVgLVU5RBD4JbZNfuH1
        Lk1ieZgAonyvoysQToiXtV+h/R+ypE5BDAkRo46A0QsnFpBpxf37C4551E6e0pkQ
        6lwQo5qF6jHN7dj5cJLLsXUMwlXDcVMQVf5Kd08pgWAUhk5URXBBywKlCvEf4hiE
        VBMsxJxKSqv0+mwov1Iji78CHnWGUZd51wt3AO8sRQKBgQDcoOoAg+2qIe6UuouM
        978usVnIGOvbwY6VYobyMvJt/sDDKH9Ge/KC28rJzu59Vu1pZ5EnQLxHO0k8vovE
        THUqxvTddY0Qpt3bhlE3oc9lqafv9iWugeCFXcSiAVLzOXyukQ0KDCiyujs0yPk5
        oEjd6BJ/ZAI316MHazdBX00XBQKBgQDSCYTckOiU3nSbrQ2ZSNIO6rNFZ1mEdX3O
        9G9R2kvItrN/uJHcY8U/54aWpX2i4eIg8/GtAYe0UuEkg4ZVDMo/LVhbOa00ouNp
        U6uze3c3C+3lh7W7rnZRkJIfHqFLJAQG1zsvTeNG2hyFvtFyNGw6LnhPAxScTrH7
        37kXqDq2HwKBgQDUsZxlWsooFgY3A4+9GqoIjZkMOlpGxNZ8VTvbChqEx+91NPle
        LeehF9rrqr5nvwGpd9qLiPD5isIT+W4sk7jwwFUXmlegEf4Xv+lURH34eBIaV6YE
        EdktOTRzKeuZ53W3pMZ5RTeG9dpWDNmXIFqe8zfB79vjkdLtOANQ1lsvMQKBgFaD
        GTiIb2QyJLGinAFRH0SJo4GoyhRnGITP5bI/SgvIRTMMYPf4GFz0DlmqnI8knzGX
        iSoLgUvi/108123csMlI8iXRIeiWVzkg/44UAsynmzt5pH9DovSBqc4rnaAHm6j9
        qiEX4c9jM3BbYoW51gI49dEFoc2oFGN8iQ6XemddAoGAKE92aOrUb14MST0iOIzN
        n2HMrcaAr6n1pmeUcWD9TQauyWVVl/zVRklSl5ijfMWXUTOuqTRMrAFpJMz+6hiL
        XnLXMUbjPK0FFZ8Kp4QtsX1qZSWEvIvR1BsPdiSrERkv4lSqnuqT78TTrX2QJqIi
        VRg59v6zGkvYkW3cwkcyokE=
        -----END PRIVATE KEY-----
        """

    /// `openssl genrsa 2048`, for these tests alone
    static let leafKey = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCicd6FaLBy5dbX
        x8bizsyav5+5D6sfxzNYo6norgAkhuyvbAAgVYHgTpVudZ1cwC02KobXXo6fKtdM
        YD1o3684PTAK6B0u7cdq5lTisXmOHEO06hQaWyv6wb6ZvMxtah1+NWJsPehPNdtr
        0Cc1AILAyJOqDxYjerT6TdIndYGelStJUZZp1/JikSFhFAepHZgEukKAOrc6a9BC
        ucHRMSrdK/lDUT+cBPPkmnK9aihCirzojUB+g47v6UNbw9bmq1uT/pMUrY9VpH9S
        2Ye90wpM+y5IeUDCu9WimNmeLPWZ665S9IJjMvRgyoj1AHzbiM2cu50EkNe8lWgC
        HwBUHEzbAgMBAAECggEABR6knjzF7uEai9Nyi7xry2bFsG3zfT1oe18xIDG3tG8C
        L6cuO9amEL05TXFsg7tU0XO2qzwCL7cIcRJJbTA7lACtrnJRVSTOV6qpuzlPtPBk
        G+QSvR/pe242xR6jrMEe69bf4rxywWhXoYa+bZe2B0BrEv2Fu5mG8aqZOIAmFSre
        eIi17oPoGY+E+K89UgF3EEu7ioaq1m2plMDnbHiGw4ikp081dlc6b1bBYl0xVtFL
        XcNtPyQaeFmA2Fe5VzQp8xjKyloMMVFw55gy7dg20ZGLG30RfOnc3oGsz9soC8cm
        obS1pmz1nW+HkicSih6SOlNSDkJe2GQebErG6LT9kQKBgQDgGMvOcSyUlfxtqr3X
        i1RQ1varAt7LSV3hyoOWtZOxXR/9CTeYaXMv3bvKfO9BYhyRPfUpPRwJsoQtXSa6
        83oPr1Mv5SqNsO6OfrQ96wfLh1fldz3XKTAbd0Yxumurypdd3Mqevu8/Ql6eRJ94
        Rl77UIzQ/br00hPJI8ZSNwW7CwKBgQC5kiphAqqro1sQxED+UtwL5xS7Nu9N57Jm
        ZJGdZZ0ymTfmK90yv7bp8ca1f64wL7xqnwgCHXrnSG3Ms95nQMdukHvO31ePQzbv
        hd02uypZghtsYmg4VeR+8RCuBVjReKuUdf9VVzi70xwJN8RFUWp5wS1TDOrxgjbo
        QKszKoxXcQKBgAQYr/EQJI56x2iBzIKaK2pm449wt/3jU3IDL7CblR2S5DjN6FRC
        6TYgyYQEEKOTVY5aIZclZNPQjZX+s+yK8tpCjDS97a81Ysb8DfNrznKsALFTIrBC
        MnzuCzxxefJj+6xdkt6gAuOXJP+jpX6fWrEhYdGYMciz5mSw4Lk0BEjNAoGBAIG5
        cjK64IB4A9MmvqCLYBRaCB4P+x4k2IvHxhuXy1pxzaf0Bf/SEZZdVCHRDf3VgQuv
        /LMt1JsWANvW6aSYnlHmYwZtDxKxVBgBJnF6SdKkp3MPH/gx4zfyYUylpD9a8eco
        zcPk41456CFxgJ1MmvheWMb0AtGty6B0hLmSBuWhAoGBAIrmdR7m9wiXdnab0hbW
        SAGPU6Oo8fSIYZQ3mG39Tq3xsHj7HlLpGrQ3kDFRuQ6tlQG43L6FB6qvsP87kcKC
        Yqu1tZRUkVNN5+XHmdqKv0IjvnokMDmdE1svLhS8V14Twi3HT88oeoHM8bm8Hptu
        cXInfyqZNn0W65uEItlwWlQ1
        -----END PRIVATE KEY-----
        """

    /// A certificate of an algorithm that is not used here: `openssl req -x509 -newkey ed448 -nodes -subj /CN=other`.
    static let ed448Certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBgjCCAQKgAwIBAgIUAS8rroN8L6LnLYQV+Ejh1m/TeFEwBQYDK2VxMBAxDjAM
        BgNVBAMMBW90aGVyMCAXDTI2MTEyNjA4NDQ1OFoYDzIxMjYxMTAyMDg0NDU4WjAQ
        MQ4wDAYDVQQDDAVvdGhlcjBDMAUGAytlcQM6AHTNZXrO6X7QR16+Rqj1Rx9Hay+1
        JWZLYuKZBNvr3/IZHMzYk4rN3FBlkJvP6ErxoAVGyajbtLeLAKNTMFEwHQYDVR0O
        BBYEFLuYaZeGxT/bCLfAxaEJzNO0ngbXMB8GA1UdIwQYMBaAFLuYaZeGxT/bCLfA
        xaEJzNO0ngbXMA8GA1UdEwEB/wQFMAMBAf8wBQYDK2VxA3MALdhSzLVNGGCILzAO
        Wk6ocf0z+lee7JbXE9HK5/k5EvjV9sCIm7EZlVR2VWFE5cRqg1SlqjrcKkcA4r26
        dVsoC71+jkYQo5ouUonVk2zJNzLm5R5k99gyR3c2MaJVEuZ7MB4dCjXBWN3FC9zn
        +QDm/SwA
        -----END CERTIFICATE-----
        """
}
