import ArmsModel
import Testing

@Suite("Addresses on the web")
struct WebAddressTests {
  @Test(arguments: [
    "http://post.example/a/b-1", "HTTPS://www.POST.example/a/b-1/",
    "https://m.post.example/a/b-1?utm_source=x&fbclid=2",
    "//amp.post.example/a/b-1#top", "https://post.example:443/a/b-1/amp/", "post.example?page=2",
    "https://www-post-example.cdn.ampproject.org/c/s/post.example/a/b-1",
    "https://web.archive.org/web/2020/https://post.example/a/b-1",
    "https://www.google.com/amp/s/www.post.example/a",
  ])
  func variantsAreOfOneSite(address: String) { #expect(WebAddress.site(of: address) == "post.example") }

  @Test(arguments: [
    ("post.example", "post.example"), ("www.post.co.example", "post.co.example"),
    ("WWW2.Post.Example/x", "post.example"),
    ("https://user@post.example:8080/", "post.example"), ("m.example", "m.example"),
  ])
  func sites(address: String, site: String) { #expect(WebAddress.site(of: address) == site) }

  @Test(arguments: [
    "", "RFE/RL", "The Post", "A. Writer", "3.5", "ftp://post.example", "post.", ".example", "a b.example",
  ])
  func whatIsNoAddress(text: String) { #expect(WebAddress.site(of: text) == nil) }
}
