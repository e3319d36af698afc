package tech.coopcloud.ci.owntests;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Reads the results that test runners write as JUnit XML. The files are hostile: no document type,
 * no entity, nothing from outside.
 */
final class JunitXml {
  private static final int LONGEST_NAME = 120;
  private static final int LONGEST_MESSAGE = 500;

  private JunitXml() {}

  /**
   * The test cases, in their order.
   *
   * @throws IOException when it is not XML that may be read; the message says why
   */
  static List<TestResult> read(byte[] xml) throws IOException {
    Document document;
    try {
      DocumentBuilder builder = factory().newDocumentBuilder();
      builder.setErrorHandler(null); // which would print to standard error
      document = builder.parse(new ByteArrayInputStream(xml));
    } catch (SAXException e) {
      throw new IOException(shortened(String.valueOf(e.getMessage()), LONGEST_MESSAGE), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every JDK has a safe XML parser", e);
    }
    NodeList cases = document.getElementsByTagName("testcase");
    List<TestResult> results = new ArrayList<>();
    for (Node node = cases.item(0); node != null; node = cases.item(results.size())) {
      results.add(result((Element) node));
    }
    return results;
  }

  private static DocumentBuilderFactory factory() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    factory.setXIncludeAware(false);
    factory.setExpandEntityReferences(false);
    return factory;
  }

  private static TestResult result(Element testCase) {
    String classname = testCase.getAttribute("classname").replaceFirst("^tests[./]", "");
    String name = testCase.getAttribute("name");
    TestResult.State state = TestResult.State.PASSED;
    String message = "";
    for (Node child = testCase.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (!(child instanceof Element element)) {
        continue;
      }
      switch (element.getTagName()) {
        case "failure", "error" -> {
          state = TestResult.State.FAILED;
          message = message(element);
        }
        case "skipped" -> {
          state = TestResult.State.SKIPPED;
          message = message(element);
        }
        default -> {} // what it wrote is in the log
      }
    }
    return new TestResult(
        shortened(classname.isEmpty() ? name : classname + " " + name, LONGEST_NAME),
        state,
        message);
  }

  private static String message(Element element) {
    String message = element.getAttribute("message");
    return shortened(message.isEmpty() ? element.getTextContent() : message, LONGEST_MESSAGE);
  }

  private static String shortened(String text, int most) {
    String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= most ? line : line.substring(0, most) + "...";
  }
}
